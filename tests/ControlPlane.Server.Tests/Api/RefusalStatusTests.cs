using ControlPlane.Errors;
using ControlPlane.Server.Api;
using ControlPlane.Server.Options;
using ControlPlane.Server.Web;
using Google.Rpc;
using Xunit;

namespace ControlPlane.Server.Tests.Api;

public sealed class RefusalStatusTests
{
    static readonly RefusalStatus _statuses = new(Microsoft.Extensions.Options.Options.Create(
        new ServerOptions { PublicUrl = new("https://studio.example.com"), HelpUrl = "https://docs.example.com/#{reason}" }));

    [Fact]
    public void Every_kind_of_refusal_has_its_own_grpc_code_and_an_http_status()
    {
        var codes = Enum.GetValues<RefusalKind>().Select(RefusalStatus.CodeOf).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.All(Enum.GetValues<RefusalKind>(), kind => Assert.InRange(HttpStatuses.Of(kind), 400, 503));
    }

    [Fact]
    public void Violations_become_a_bad_request_with_the_fields()
    {
        var status = _statuses.Of(new(RefusalKind.Invalid, "REQUEST_INVALID", "No.") { Violations = [new("a.b", "wrong"), new("c", "also")] });

        Assert.Equal(["a.b", "c"], status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
        Assert.Equal("REQUEST_INVALID", status.GetDetail<ErrorInfo>()!.Reason);
    }

    [Fact]
    public void Precondition_names_its_type_and_subject()
    {
        var status = _statuses.Of(new(RefusalKind.Precondition, "NO_DOMAIN_AVAILABLE", "Full.")
        {
            Metadata = new Dictionary<string, string> { ["team"] = "Team1" },
            Fix = "Ask.",
        });

        var violation = status.GetDetail<PreconditionFailure>()!.Violations.Single();
        Assert.Equal(("NO_DOMAIN_AVAILABLE", "Team1", "Ask."), (violation.Type, violation.Subject, violation.Description));
        Assert.Equal("Ask.", status.GetDetail<ErrorInfo>()!.Metadata["fix"]);
    }

    [Fact]
    public void Help_leads_to_the_reason_and_to_the_flight_record()
    {
        var status = _statuses.Of(new(RefusalKind.Unavailable, "AWS_THROTTLED", "Busy.")
        {
            Metadata = new Dictionary<string, string> { ["sign_in"] = "7F3K-92QD-M4XT" },
            RetryAfter = TimeSpan.FromSeconds(3),
        });

        Assert.Equal(
            ["https://docs.example.com/#AWS_THROTTLED", "https://studio.example.com/v1/signIns/7F3K-92QD-M4XT"],
            status.GetDetail<Help>()!.Links.Select(l => l.Url));
        Assert.Equal(3, status.GetDetail<RetryInfo>()!.RetryDelay.Seconds);
    }
}
