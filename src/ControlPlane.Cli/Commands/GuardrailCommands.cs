using System.CommandLine;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Output;
using ControlPlane.Cli.Policies;
using ControlPlane.Guardrails.Evaluation;
using ControlPlane.Guardrails.Policies;

namespace ControlPlane.Cli.Commands;

/// <summary>IAM policies: decided here, without a server and AWS; and rolled out by the server.</summary>
static class GuardrailCommands
{
    public static Command Of(Verbs verbs) => Verbs.Group(
        "guardrails", "IAM policies: the guardrails that ship, decisions and tests of any policies without a server, and the rollout in the organization.",
        [.. CatalogueCommands.Of(verbs), ProveCommand.Of(verbs), Test(verbs), Eval(verbs), .. RolloutCommands.Of(verbs)]);

    static Command Test(Verbs verbs)
    {
        var policies = new Option<string>("--policies") { Description = "The folder of the policies: ID.seed.json and ID.fixed.json.", HelpName = "FOLDER", Required = true };
        var vectors = new Option<string>("--vectors") { Description = "The file of the vectors: requests and what each policy must decide.", HelpName = "FILE", Required = true };
        return verbs.Of("test", "Run test vectors over policies. Ends with code 1 when one fails.", (run, _) =>
        {
            var results = new VectorTest(run.Get(policies)!, run.Get(vectors)!).Run(run.Printer);
            VectorTest.Report(run.Printer, results);
            return Task.FromResult(results.All(r => r.Passed) ? ExitCodes.Ok : ExitCodes.Failure);
        }, policies, vectors);
    }

    static Command Eval(Verbs verbs)
    {
        var identity = Files("--identity", "A policy of the user or role; AdministratorAccess is AWS's. Repeatable.");
        var boundary = File("--boundary", "The permissions boundary.");
        var session = Files("--session", "A policy passed to the session. Repeatable.");
        var scp = Files("--scp", "The service control policies of a level, divided by commas; FullAWSAccess is AWS's. Once for each level, the root first.");
        var rcp = Files("--rcp", "The resource control policies of a level, divided by commas. Once for each level, the root first.");
        var resource = File("--resource-policy", "The policy of the resource, or the trust policy of a role.");
        var endpoint = File("--endpoint", "The policy of the VPC endpoint that the request came through.");
        var exit = new Option<bool>("--exit-code") { Description = "End with code 1 when it is denied." };
        return verbs.Of("eval", "Decide one request against policies, and tell of every statement whether it matches and why not.", (run, _) =>
        {
            var request = RequestOptions.Read(run);
            var files = new PolicyFiles();
            var trust = request.Action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase);
            var policies = new PolicySet
            {
                Identity = files.ReadAll(run.Get(identity), PolicyKind.Identity),
                Boundary = One(files, run.Get(boundary), PolicyKind.PermissionBoundary),
                Session = run.Has(session) ? files.ReadAll(run.Get(session), PolicyKind.Session) : null,
                ServiceControl = files.Levels(run.Get(scp), PolicyKind.ServiceControl),
                ResourceControl = files.Levels(run.Get(rcp), PolicyKind.ResourceControl),
                Resource = One(files, run.Get(resource), trust ? PolicyKind.Trust : PolicyKind.Resource),
                VpcEndpoint = One(files, run.Get(endpoint), PolicyKind.VpcEndpoint),
            };
            files.ThrowIfAny();
            foreach (var warning in files.Warnings)
            {
                run.Printer.Warn(warning);
            }

            var explanation = PolicyEvaluator.Explain(policies, request);
            Show(run.Printer, explanation);
            return Task.FromResult(run.Get(exit) && !explanation.Decision.IsAllowed ? ExitCodes.Failure : ExitCodes.Ok);
        }, RequestOptions.Action, RequestOptions.Resource, RequestOptions.Context, RequestOptions.Principal, RequestOptions.ResourceAccount,
            identity, boundary, session, scp, rcp, resource, endpoint, exit);
    }

    static void Show(Printer printer, Explanation explanation)
    {
        switch (printer.Format)
        {
            case OutputFormat.Json or OutputFormat.Yaml:
                printer.Document(ExplanationReport.Json(explanation));
                break;
            case OutputFormat.Name:
                printer.Line(PolicyWords.Of(explanation.Decision.Outcome));
                break;
            default:
                ExplanationReport.Table(printer, explanation);
                break;
        }
    }

    static Policy? One(PolicyFiles files, string? path, PolicyKind kind) => path is null ? null : files.Read(path, kind);

    static Option<string[]> Files(string name, string description) => new(name) { Description = description, HelpName = "FILE" };

    static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "FILE" };
}
