using ControlPlane.SignIn;

namespace ControlPlane.Server.Web;

/// <summary>Sends the browser where a sign-in goes next.</summary>
sealed class Redirects(TicketCookie tickets)
{
    /// <summary>302 to Studio, or 303 to the page that the sign-in waits on or that the browser came for.</summary>
    /// <param name="context">The request.</param>
    /// <param name="outcome">What became of it.</param>
    /// <param name="returnPath">A path that was checked before; null for the start page.</param>
    public IResult For(HttpContext context, SignInOutcome outcome, string? returnPath)
    {
        switch (outcome)
        {
            case LaunchOutcome launch:
                tickets.Delete(context, launch.Reference);
                return new ToStudio(launch.Url);
            case WaitOutcome wait:
                tickets.Write(context, wait.Ticket);
                return SeeOther($"/launch/{wait.Reference}/wait");
            case SignedInOutcome:
                return SeeOther(returnPath ?? "/");
            case PickOutcome pick:
                tickets.Write(context, pick.Ticket);
                return SeeOther($"/launch/{pick.Reference}/pick");
            default:
                throw new InvalidOperationException($"No redirect for {outcome.GetType().Name}.");
        }
    }

    /// <summary>303 and not 302: the browser must turn its POST into a GET and leave the assertion behind.</summary>
    public static IResult SeeOther(string path) => new ToPath(path);

    sealed class ToPath(string path) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = path;
            return Task.CompletedTask;
        }
    }

    // The one place where a presigned URL leaves by HTTP. Its headers keep it out of caches and Referer.
    sealed class ToStudio(StudioUrl url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status302Found;
            httpContext.Response.Headers.Location = url.Reveal().AbsoluteUri;
            return Task.CompletedTask;
        }
    }
}
