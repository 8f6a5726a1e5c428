using ControlPlane.Saml.Bindings;
using ControlPlane.Saml.Logout;
using ControlPlane.Server.Web.Pages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ControlPlane.Server.Web;

/// <summary>Sends the browser to an identity provider with a message.</summary>
static class Onward
{
    /// <summary>A sign-in that begins here.</summary>
    public static IResult To(HttpContext context, AuthnRequestMessage message) => message switch
    {
        RedirectAuthnRequest redirect => Results.Redirect(redirect.Location.AbsoluteUri),
        PostAuthnRequest post => Post(context, post.Action, post.Fields),
        _ => throw new InvalidOperationException($"No answer for {message.GetType().Name}."),
    };

    /// <summary>Back to the identity provider for a stronger sign-in. A page and no redirect: it may answer a form, whose redirects the form's
    /// own page would have to allow.</summary>
    public static IResult Again(HttpContext context, AuthnRequestMessage message) => message is RedirectAuthnRequest redirect
        ? Leave("One more step", "This team needs a stronger sign-in. You go on at your identity provider.", redirect.Location)
        : To(context, message);

    /// <summary>A sign-out; a page for the same reason.</summary>
    public static IResult To(HttpContext context, LogoutMessage message) => message switch
    {
        RedirectLogout redirect => Leave("Signing out", "You are signed out here and go on at your identity provider.", redirect.Location),
        PostLogout post => Post(context, post.Action, post.Fields),
        _ => throw new InvalidOperationException($"No answer for {message.GetType().Name}."),
    };

    static RazorComponentResult<LeavePage> Leave(string title, string text, Uri address) => new(new { Title = title, Text = text, Address = address });

    static RazorComponentResult<OnwardPage> Post(HttpContext context, Uri action, IReadOnlyList<KeyValuePair<string, string>> fields)
    {
        context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.Policy(action.GetLeftPart(UriPartial.Authority));
        return new(new { Action = action, Fields = fields });
    }
}
