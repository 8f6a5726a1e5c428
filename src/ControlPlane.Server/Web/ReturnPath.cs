using System.Text.RegularExpressions;

namespace ControlPlane.Server.Web;

/// <summary>Where a browser goes after signing in: a page of the portal, and never another site.</summary>
static partial class ReturnPath
{
    /// <summary>Whether it is a path of the portal.</summary>
    public static bool IsLocal(string path) => path.Length <= 512 && !path.Contains("..", StringComparison.Ordinal) && Pattern().IsMatch(path);

    // No second slash at the beginning and no backslash anywhere: browsers read both as another host.
    [GeneratedRegex(@"^/(portal(/[A-Za-z0-9._~%:@+-]+)*/?(\?[A-Za-z0-9._~%:@+&=/-]*)?)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
