using System.Globalization;
using ControlPlane.Fuzz;

// dotnet run -c Release --project tests/fuzz/ControlPlane.Fuzz -- --executions 1000000 --seed 7
var executions = 20_000;
var seed = 1;
for (var i = 0; i < args.Length; i += 2)
{
    if (i + 1 == args.Length || !int.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var value) || args[i] is not ("--executions" or "--seed"))
    {
        Console.Error.WriteLine("Usage: ControlPlane.Fuzz [--executions N] [--seed N]");
        return 2;
    }

    (executions, seed) = args[i] == "--executions" ? (value, seed) : (executions, value);
}

FuzzReport[] reports = [new FuzzLoop(seed).Run(executions), new LogoutFuzzLoop(seed).Run(executions / 2)];
Console.WriteLine($"Responses: {reports[0]}\n\nLogout messages: {reports[1]}");
return reports.All(report => report.Findings.Count == 0) ? 0 : 1;
