using System.CommandLine;
using System.Globalization;
using ControlPlane.Cli.Hosting;
using ControlPlane.Cli.Nouns;
using ControlPlane.Cli.Output;
using ControlPlane.Client;
using ControlPlane.V1;
using Google.Protobuf;

namespace ControlPlane.Cli.Commands;

/// <summary>The audit log.</summary>
static class AuditCommands
{
    static readonly Option<string?> _filter = new("--filter") { Description = "Which ones, by AIP-160, such as 'action = \"signin.launch\" AND user = \"alice\"'.", HelpName = "FILTER" };

    public static Command Of(Verbs verbs)
    {
        var standard = new NounCommands<AuditEvent>(verbs, WorkNouns.AuditEvents);
        return Verbs.Group("audit", "The audit log: every decision and every change.", standard.Get(), standard.List(), Tail(verbs), Export(verbs), Verify(verbs));
    }

    static Command Tail(Verbs verbs)
    {
        var lines = new Option<int>("--lines", "-n") { Description = "How many of the newest events come first, 0 to 1000.", HelpName = "NUMBER", DefaultValueFactory = _ => 10 };
        var limit = new Option<int?>("--limit") { Description = "End after this many.", HelpName = "NUMBER" };
        return verbs.Of("tail", "Show the newest events, and each new one, until it is interrupted.", async (run, ct) =>
        {
            var left = run.Get(limit) ?? int.MaxValue;
            await foreach (var change in TailAsync(run.Client, run.Get(_filter) ?? "", run.Get(lines), ct))
            {
                run.Printer.Line(ChangeLine.Of(change, WorkNouns.AuditEvents, run.Client.AuditEvents, run.Printer.Format is OutputFormat.Yaml ? OutputFormat.Json : run.Printer.Format)!);
                if (--left == 0)
                {
                    break;
                }
            }

            return ExitCodes.Ok;
        }, _filter, lines, limit);
    }

    // The first part comes with the tail; what follows is a watch that mends itself.
    static async IAsyncEnumerable<Change<AuditEvent>> TailAsync(
        ControlPlaneClient client, string filter, int lines, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var token = "";
        using (var call = client.AuditCalls.WatchAuditEvents(new() { Filter = filter, Tail = lines }, cancellationToken: ct))
        {
            ControlPlaneException? broken = null;
            while (broken is null)
            {
                try
                {
                    if (!await call.ResponseStream.MoveNext(ct))
                    {
                        break;
                    }
                }
                catch (ControlPlaneException e) when (token.Length > 0 && e.Kind is ControlPlaneErrorKind.Unavailable or ControlPlaneErrorKind.Internal)
                {
                    broken = e;
                    break;
                }

                token = call.ResponseStream.Current.ResumeToken;
                if (call.ResponseStream.Current.AuditEvent is { } found)
                {
                    yield return new(ChangeKind.Added, found, token);
                }
            }
        }

        await foreach (var change in client.AuditEvents.WatchAsync(new() { Filter = filter }, token, ct))
        {
            if (change.Resource is not null)
            {
                yield return change;
            }
        }
    }

    static Command Export(Verbs verbs)
    {
        var format = new Option<string>("--format") { Description = "jsonl (a JSON object in each line) or csv.", HelpName = "FORMAT", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "csv");
        var file = new Option<string?>("--file", "-f") { Description = "Where to write; the standard output unless given.", HelpName = "FILE" };
        return verbs.Of("export", "Export events, the oldest first. The export is audited itself.", async (run, ct) =>
        {
            var request = new ExportAuditEventsRequest
            {
                Filter = run.Get(_filter) ?? "",
                Format = run.Get(format) is "csv" ? ExportAuditEventsRequest.Types.Format.Csv : ExportAuditEventsRequest.Types.Format.JsonLines,
            };
            using var call = run.Client.AuditCalls.ExportAuditEvents(request, cancellationToken: ct);
            var path = run.Get(file);
            var bytes = 0L;

            // A file appears when it is whole: half an export must not look like one.
            var temporary = path is null or "-" ? null : $"{path}.part";
            await using (var into = temporary is null ? run.Host.OpenOut() : File.Create(temporary))
            {
                while (await call.ResponseStream.MoveNext(ct))
                {
                    var piece = call.ResponseStream.Current.Data;
                    bytes += piece.Length;
                    await into.WriteAsync(piece.Memory, ct);
                }
            }

            if (temporary is not null)
            {
                File.Move(temporary, path!, overwrite: true);
                run.Printer.Say(string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes are in {path}."));
            }

            return ExitCodes.Ok;
        }, _filter, format, file);
    }

    static Command Verify(Verbs verbs)
    {
        var anchor = new Option<string?>("--anchor") { Description = "A file with a head that was kept elsewhere: it must lie on the chain.", HelpName = "FILE" };
        var keep = new Option<string?>("--write-anchor") { Description = "Write the head of the chain to this file, to be kept elsewhere.", HelpName = "FILE" };
        return verbs.Of("verify", "Compute the hash chain anew: was a record changed, removed, inserted or moved?", async (run, ct) =>
        {
            var request = new VerifyAuditLogRequest();
            if (run.Get(anchor) is { } path)
            {
                request.Anchor = await ReadAnchorAsync(path, ct);
            }

            var found = await run.Client.AuditCalls.VerifyAuditLogAsync(request, cancellationToken: ct);
            if (run.Get(keep) is { } target && found is { Intact: true, Head: { } head })
            {
                await File.WriteAllTextAsync(target, JsonText.Of(head).ToJsonString(JsonText.Readable) + "\n", ct);
                run.Printer.Say($"The head is in {target}.");
            }

            if (run.Printer.Format is OutputFormat.Table)
            {
                run.Printer.Line(found.Intact
                    ? string.Create(CultureInfo.InvariantCulture, $"intact: {found.Verified} records from {found.FirstSequence} on; the head is {found.Head?.Hash} at {found.Head?.Count}")
                    : string.Create(CultureInfo.InvariantCulture, $"broken at record {found.FaultySequence}: {found.Fault}"));
            }
            else
            {
                run.Printer.Message(found);
            }

            return found.Intact ? ExitCodes.Ok : ExitCodes.Failure;
        }, anchor, keep);
    }

    static async Task<AuditHead> ReadAnchorAsync(string path, CancellationToken ct)
    {
        try
        {
            return AuditHead.Parser.ParseJson(await File.ReadAllTextAsync(path, ct));
        }
        catch (Exception e) when (e is IOException or InvalidProtocolBufferException or InvalidJsonException)
        {
            throw CliException.Usage($"{path} holds no anchor: {e.Message}", "Write one with 'studioctl audit verify --write-anchor FILE'.");
        }
    }
}
