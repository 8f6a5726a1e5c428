using ControlPlane.Sandbox.Emulator.Faults;
using ControlPlane.Sandbox.Emulator.Wire;

namespace ControlPlane.Sandbox.Emulator;

/// <summary>The one door for all services: reads the call, believes its signature, lets faults strike, carries it out, answers and
/// records.</summary>
sealed class EmulatorEndpoint(EmulatedWorld world, ServiceCatalog services, SignatureVerifier signatures)
{
    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var exchange = new Exchange(Guid.CreateVersion7().ToString(), world.Now);
        Func<Task> reply;
        try
        {
            reply = await AnswerAsync(http, exchange);
        }
        catch (AwsErrorException error)
        {
            exchange.Outcome = error.Code;
            reply = () => AwsReply.WriteErrorAsync(http.Response, exchange.Service, error, exchange.RequestId);
        }
        finally
        {
            // Before the answer leaves: whoever has it finds the call recorded.
            world.Calls.Add(exchange.ToRecord());
        }

        await reply();
    }

    async Task<Func<Task>> AnswerAsync(HttpContext http, Exchange exchange)
    {
        var request = await AwsRequest.ReadAsync(http.Request, http.RequestAborted);
        var (service, operation, read) = services.Route(request);
        exchange.Begin(service, operation);
        var call = Authenticate(request, http, service, operation, exchange) with { Input = read() };
        exchange.Aim(call);
        var faults = world.Faults.Strike(service.Name, operation, exchange.Accounts, call.Region);
        if (faults.FirstOrDefault(f => f.Kind == FaultKind.Delay) is { } slow)
        {
            await Task.Delay(slow.Delay, world.Time, http.RequestAborted);
            call = call with { Now = world.Now, AsOf = world.Now };
        }

        var dropped = FaultEffects.Before(service.Name, faults);
        var output = dropped ? null : world.Execute(service.Operations[operation], FaultEffects.Bend(call, faults));
        if (output is null || faults.Any(f => f.Kind == FaultKind.DropAfter))
        {
            exchange.Outcome = "dropped";
            return () =>
            {
                http.Abort();
                return Task.CompletedTask;
            };
        }

        exchange.Outcome = "ok";
        return () => AwsReply.WriteAsync(http.Response, service, operation, output, exchange.RequestId);
    }

    AwsCall Authenticate(AwsRequest request, HttpContext http, AwsService service, string operation, Exchange exchange)
    {
        var call = new AwsCall
        {
            Service = service.Name,
            Operation = operation,
            Protocol = service.Protocol,
            Input = [],
            Region = "us-east-1",
            BaseUrl = $"{http.Request.Scheme}://{http.Request.Host}",
            SourceIp = http.Connection.RemoteIpAddress?.ToString(),
            Now = world.Now,
            AsOf = world.Now,
        };
        if (service.Unsigned.Contains(operation))
        {
            return call;
        }

        var (key, scope) = signatures.Verify(request, service.Name, service.Protocol);
        exchange.Identify(key.Caller, scope.Region);
        services.CheckRegion(service, world.Accounts[key.Caller.Account], scope.Region);
        return call with { Signer = key.Caller, Region = scope.Region };
    }
}
