#include "app/cli/Program.h"

int main(int argc, char** argv)
{
    return undertone::cli::Program().run(argc, argv);
}
