using ControlPlane.Errors;
using ControlPlane.Server.Web.Pages;
using ControlPlane.SignIn;
using ControlPlane.Teams;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.WebUtilities;

namespace ControlPlane.Server.Web;

/// <summary>The pages of a sign-in that waits for a choice or for its profile.</summary>
sealed class LaunchEndpoints(SignInFlow flow, LoginEndpoints logins, Redirects redirects)
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/launch/{reference}/pick", (HttpContext context, LaunchEndpoints launch, string reference, CancellationToken ct)
            => launch.ShowPickerAsync(TicketCookie.Read(context, reference), ct));
        app.MapPost("/launch/{reference}/pick", (HttpContext context, LaunchEndpoints launch, string reference, CancellationToken ct)
            => launch.PickAsync(context, TicketCookie.Read(context, reference), ct));
        app.MapGet("/launch/{reference}/wait", (HttpContext context, LaunchEndpoints launch, string reference, CancellationToken ct)
            => launch.ShowWaitAsync(TicketCookie.Read(context, reference), ct));
        app.MapMethods("/launch/{reference}/go", ["GET", "POST"], (HttpContext context, LaunchEndpoints launch, string reference, CancellationToken ct)
            => launch.GoAsync(context, TicketCookie.Read(context, reference), ct));
        app.MapGet("/launch/{reference}/events", (HttpContext context, WaitEvents events, string reference, CancellationToken ct)
            => events.StreamAsync(context, TicketCookie.Read(context, reference), ct));
    }

    async Task<IResult> ShowPickerAsync(SignInTicket ticket, CancellationToken ct)
    {
        var pending = await FindAsync(ticket, ct);
        return pending.Team is null
            ? new RazorComponentResult<PickPage>(new { Pending = pending, FormToken = TicketCookie.FormToken(ticket) })
            : Redirects.SeeOther($"/launch/{ticket.Reference}/wait");
    }

    async Task<IResult> PickAsync(HttpContext context, SignInTicket ticket, CancellationToken ct)
    {
        var (token, team) = await ReadChoiceAsync(context.Request, ct);
        TicketCookie.CheckFormToken(ticket, token);

        var chosen = TeamId.TryParse(team, null, out var id) ? id : throw WebErrors.TeamMalformed();
        try
        {
            return redirects.For(context, await flow.ChooseAsync(ticket, chosen, Client.Of(context), ct), null);
        }
        catch (RefusedException refusal) when (logins.StepUp(context, refusal, null, tried: false) is { } again)
        {
            return again;
        }
    }

    async Task<IResult> ShowWaitAsync(SignInTicket ticket, CancellationToken ct)
    {
        var pending = await FindAsync(ticket, ct);
        if (pending.Team is null)
        {
            return Redirects.SeeOther($"/launch/{ticket.Reference}/pick");
        }

        var progress = await FirstAsync(flow.WatchAsync(ticket, ct));
        return progress is { State: WaitState.Preparing }
            ? new RazorComponentResult<WaitPage>(new { Pending = pending, Progress = progress })
            : Redirects.SeeOther($"/launch/{ticket.Reference}/go");
    }

    async Task<IResult> GoAsync(HttpContext context, SignInTicket ticket, CancellationToken ct)
        => redirects.For(context, await flow.ResumeAsync(ticket, Client.Of(context), ct), null);

    async Task<PendingSignIn> FindAsync(SignInTicket ticket, CancellationToken ct)
        => await flow.FindPendingAsync(ticket, ct) ?? throw WebErrors.SignInNotFound();

    static async Task<WaitProgress?> FirstAsync(IAsyncEnumerable<WaitProgress> all)
    {
        await foreach (var progress in all)
        {
            return progress;
        }

        return null;
    }

    static async Task<(string? Token, string? Team)> ReadChoiceAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            using var reader = new FormReader(request.Body) { ValueCountLimit = 4, KeyLengthLimit = 64, ValueLengthLimit = 1024 };
            var fields = await reader.ReadFormAsync(ct);
            return (fields.GetValueOrDefault("token"), fields.GetValueOrDefault("team"));
        }
        catch (InvalidDataException)
        {
            // Larger than our form can be, so it is not ours.
            throw WebErrors.FormForged();
        }
    }
}
