using System.Collections.Frozen;

namespace ControlPlane.Guardrails.Reading;

/// <summary>Condition keys of the services at hand that are lists by nature (Service Authorization Reference: types ArrayOf...).</summary>
public static class MultivaluedKeys
{
    static readonly FrozenSet<string> _keys = new[]
    {
        "aws:TagKeys", "aws:CalledVia", "aws:PrincipalOrgPaths", "aws:ResourceOrgPaths", "aws:PrincipalServiceNamesList",
        "sagemaker:InstanceTypes", "sagemaker:ImageArns", "sagemaker:ImageVersionArns", "sagemaker:StudioLifecycleConfigArns",
        "sagemaker:VpcSubnets", "sagemaker:VpcSecurityGroupIds", "sts:TransitiveTagKeys",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a key is such a list.</summary>
    public static bool Contains(string key) => _keys.Contains(key);
}
