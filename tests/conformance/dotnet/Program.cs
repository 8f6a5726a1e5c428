using System.Text.Json.Nodes;
using ControlPlane.Conformance;

// tests/conformance/host.mjs dotnet run --no-build --project tests/conformance/dotnet
using var host = new Host();
var scenario = JsonNode.Parse(await File.ReadAllTextAsync(Host.Variable("CONFORMANCE_SCENARIO")))!;
var (passed, failed) = (0, 0);
foreach (var step in scenario["steps"]!.AsArray().Select(s => s!.AsObject()))
{
    if (step["fault"] is { } fault)
    {
        await host.AskAsync(HttpMethod.Post, "/fault", fault.ToJsonString());
    }

    IReadOnlyList<string> misfits;
    try
    {
        misfits = [.. Expectation.Misfits(step["expect"]!, await new Run(host, step).OutcomeAsync(), "")];
    }
    catch (Exception e) when (e is not OutOfMemoryException)
    {
        // Whatever the client throws that is no refusal fails the step, and the next one is still worth a try.
        misfits = [e.ToString()];
    }

    await host.AskAsync(HttpMethod.Post, "/calm", null);
    (passed, failed) = misfits.Count == 0 ? (passed + 1, failed) : (passed, failed + 1);
    Console.WriteLine($"{(misfits.Count == 0 ? "ok" : "FAILED")} {step["id"]}: {step["says"]}{string.Concat(misfits.Select(m => $"\n    {m}"))}");
}

Console.WriteLine($".NET client: {passed} passed, {failed} failed");
return failed == 0 && passed > 0 ? 0 : 1;
