#pragma once

/// Accounting and auditing for programs without a workspace: functions of values alone, as core/privacy gives
/// them.
#include "core/experiment/SpecNames.h"
#include "core/privacy/Accountant.h"
#include "core/privacy/BoundText.h"
#include "core/privacy/Calibration.h"
#include "core/privacy/PrivacySpec.h"
#include "core/privacy/PrivacyWarnings.h"
#include "core/privacy/auditing/BayesianBound.h"
#include "core/privacy/auditing/ClopperPearson.h"
#include "core/privacy/auditing/GaussianReading.h"
#include "core/privacy/auditing/OneRunBound.h"
