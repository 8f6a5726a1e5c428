using ControlPlane.Errors;

namespace ControlPlane.Server.Api;

/// <summary>Names of what is to be created.</summary>
static class ApiNames
{
    /// <summary>The name out of parent and id, or the resource's own (AIP-133). Both may be there when they agree.</summary>
    /// <param name="parent">The parent with a slash, or empty.</param>
    /// <param name="collection">The collection's name.</param>
    /// <param name="id">The id of the request; empty for none.</param>
    /// <param name="own">The resource's own name; empty for none.</param>
    /// <param name="field">The request's field with the resource.</param>
    /// <exception cref="RefusedException"><c>REQUEST_INVALID</c>.</exception>
    public static string Child(string parent, string collection, string id, string? own, string field)
    {
        var named = id is "" ? null : $"{parent}{collection}/{id}";
        if (own is not (null or "") && named is not null && own != named)
        {
            throw ApiErrors.RequestInvalid(new Violation($"{field}.name", $"It says '{own}', and {field}_id makes it '{named}': leave one out."));
        }

        if (own is not (null or "") && !own.StartsWith($"{parent}{collection}/", StringComparison.Ordinal))
        {
            throw ApiErrors.RequestInvalid(new Violation($"{field}.name", $"'{own}' is not in the request's parent '{parent.TrimEnd('/')}'."));
        }

        return named ?? own ?? "";
    }
}
