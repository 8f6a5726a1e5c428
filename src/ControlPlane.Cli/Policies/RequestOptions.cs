using System.CommandLine;
using System.Text.RegularExpressions;
using ControlPlane.Cli.Hosting;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Reading;
using ControlPlane.Guardrails.Vectors;

namespace ControlPlane.Cli.Policies;

/// <summary>The options that say what is asked of policies.</summary>
static partial class RequestOptions
{
    public static readonly Option<string> Action = new("--action") { Description = "The action, such as sagemaker:CreatePresignedDomainUrl.", HelpName = "ACTION", Required = true };

    public static readonly Option<string> Resource = new("--resource")
    {
        Description = "The ARN of the resource; '*', for an action without resource types, unless given.",
        HelpName = "ARN",
        DefaultValueFactory = _ => "*",
    };

    public static readonly Option<string?> ResourceAccount = new("--resource-account")
    {
        Description = "The account that owns the resource, where its ARN does not say: the principal's unless given.",
        HelpName = "ID",
    };

    public static readonly Option<string?> Principal = new("--principal")
    {
        Description = "Who asks: the ARN of a user, role, session or identity provider, the host name of an AWS service, or '*' for nobody.",
        HelpName = "PRINCIPAL",
    };

    // Takes the place of the global option: nothing here asks a server.
    public static readonly Option<string[]> Context = new("--context")
    {
        Description = "A condition key of the request as KEY=VALUE, or a JSON file of them. Repeatable; a key that comes again is a list.",
        HelpName = "KEY=VALUE",
    };

    public static PolicyRequest Read(Invocation run)
    {
        var action = run.Get(Action)!;
        if (!ActionName().IsMatch(action))
        {
            throw CliException.Usage($"'{action}' is no action such as sagemaker:DescribeDomain.");
        }

        var context = ReadContext(run.Get(Context) ?? []);
        RequestPrincipal? principal = null;
        if (run.Get(Principal) is { } name)
        {
            principal = ReadPrincipal(name, context);
            context.WithPrincipal(principal);
        }

        return new(action, run.Get(Resource)!, context) { Principal = principal, ResourceAccount = run.Get(ResourceAccount) };
    }

    // The ARN of a session lacks the role's path, which aws:PrincipalArn has.
    static RequestPrincipal ReadPrincipal(string name, RequestContext context)
    {
        try
        {
            var principal = RequestPrincipal.Parse(name);
            return principal.SessionArn is not null && principal.IsRole && context.Only("aws:PrincipalArn") is { } role ? principal with { RoleArn = role } : principal;
        }
        catch (FormatException e)
        {
            throw CliException.Usage(e.Message);
        }
    }

    static RequestContext ReadContext(string[] given)
    {
        var context = new RequestContext();
        var keys = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var text in given)
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || File.Exists(text))
            {
                ReadFile(text, context);
                continue;
            }

            var key = text[..at];
            if (!keys.TryGetValue(key, out var values))
            {
                keys[key] = values = [];
            }

            values.Add(text[(at + 1)..]);
        }

        foreach (var (key, values) in keys)
        {
            _ = values.Count > 1 || MultivaluedKeys.Contains(key) ? context.With(key, values) : context.With(key, values[0]);
        }

        return context;
    }

    static void ReadFile(string path, RequestContext context)
    {
        if (!File.Exists(path))
        {
            throw CliException.Usage($"--context takes KEY=VALUE or a JSON file; '{path}' is neither.");
        }

        try
        {
            var read = ContextReader.Read(PolicyFiles.Text(path));
            foreach (var key in read.Keys)
            {
                _ = read.Only(key) is { } single ? context.With(key, single) : context.With(key, read.Find(key)!);
            }
        }
        catch (FormatException e)
        {
            throw CliException.Usage($"{path}: {e.Message}");
        }
    }

    [GeneratedRegex("^[A-Za-z0-9-]+:[A-Za-z0-9_-]+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ActionName();
}
