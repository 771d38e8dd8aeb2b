#include "core/session/ErrorBoundary.h"

#include <new>
#include <string>

namespace undertone::session {

namespace {

Outcome failed(const Error& error)
{
    return {false, std::make_shared<const Error>(error)};
}

/// LibTorch appends a stack trace to its messages.
std::string firstLine(const std::string& text)
{
    return text.substr(0, text.find('\n'));
}

} // namespace

Outcome guarded(const std::function<void()>& action)
{
    try {
        action();
        return {};
    } catch (const Cancelled&) {
        return {true, nullptr};
    } catch (const Error& error) {
        return failed(error);
    } catch (const std::bad_alloc&) {
        return failed({ErrorCode::Internal, "There was not enough memory.", "",
                       "Use fewer workers or a smaller study; what is finished is kept."});
    } catch (const std::exception& error) {
        return failed({ErrorCode::Internal, firstLine(error.what()), "",
                       "This is a defect of the program; please report it with this text."});
    } catch (...) {
        return failed({ErrorCode::Internal, "Something unknown went wrong.", "",
                       "This is a defect of the program; please report it."});
    }
}

} // namespace undertone::session
