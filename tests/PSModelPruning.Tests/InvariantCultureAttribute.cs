using System.Globalization;
using System.Reflection;
using Xunit.v3;

namespace PSModelPruning.Tests;

/// <summary>Runs a test, or the tests of a class, in the invariant culture, and leaves the culture as it was.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class InvariantCultureAttribute : BeforeAfterTestAttribute
{
    private CultureInfo _before = CultureInfo.CurrentCulture;

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        _before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test) => CultureInfo.CurrentCulture = _before;
}
