using ControlPlane.Accounts;
using ControlPlane.Domains;

namespace ControlPlane.Aws.Calls;

/// <summary>One call to AWS, for its rate, its span and its refusals.</summary>
/// <param name="Service">The service, as the SDK names it: <c>STS</c>, <c>SageMaker</c>.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Account">The account that it is about.</param>
/// <param name="Region">The Region that serves it.</param>
readonly record struct AwsCall(string Service, string Operation, AccountId Account, RegionName Region)
{
    public override string ToString() => $"{Service}.{Operation}";
}
