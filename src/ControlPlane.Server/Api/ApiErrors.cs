using ControlPlane.Errors;

namespace ControlPlane.Server.Api;

/// <summary>What is wrong with a request to the API, before any rule of the product is asked.</summary>
static class ApiErrors
{
    public static RefusedException RequestInvalid(params Violation[] violations) => new(
        RefusalKind.Invalid, "REQUEST_INVALID", "The request is not well formed: see the violations.")
    {
        Violations = violations,
    };

    public static RefusedException PageTokenInvalid() => new(
        RefusalKind.Invalid, "PAGE_TOKEN_INVALID",
        "The page token does not belong to this request. Give it back unchanged, with all other fields as they were, or begin without one.")
    {
        Violations = [new("page_token", "It does not belong to this request.")],
    };

    public static RefusedException SignInNotFound(string reference) => new(
        RefusalKind.NotFound, "SIGN_IN_NOT_FOUND", $"There is no sign-in '{reference}' that you may see.")
    {
        Metadata = new Dictionary<string, string> { ["name"] = $"signIns/{reference}" },
    };
}
