using Amazon.Runtime;

namespace Amazon.IdentityManagement;

/// <summary>How a permissions boundary is attached.</summary>
public class PermissionsBoundaryAttachmentType : ConstantClass
{
    /// <summary>By a managed policy, the one way that there is. The name in answers is <c>Policy</c>.</summary>
    public static readonly PermissionsBoundaryAttachmentType PermissionsBoundaryPolicy = new("PermissionsBoundaryPolicy");

    /// <summary>Makes a value that is not known yet.</summary>
    public PermissionsBoundaryAttachmentType(string value) : base(value)
    {
    }

    /// <summary>The constant of a value.</summary>
    public static PermissionsBoundaryAttachmentType? FindValue(string? value) => value is null ? null : FindValue<PermissionsBoundaryAttachmentType>(value);

    /// <summary>The constant of a value.</summary>
    public static implicit operator PermissionsBoundaryAttachmentType?(string? value) => FindValue(value);
}
