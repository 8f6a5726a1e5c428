using System.Globalization;
using System.Text;
using ControlPlane.Audit;
using ControlPlane.Errors;
using ControlPlane.Server.Authorization;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;
using Wire = ControlPlane.V1;

namespace ControlPlane.Server.Api;

/// <summary>The gRPC door of the audit log: parses, asks the core, maps.</summary>
sealed class AuditGrpcService(AuditQueries queries, AuditTrail trail, PageTokens tokens, CallAudit audit, IHostApplicationLifetime lifetime)
    : Wire.AuditService.AuditServiceBase
{
    const string ExportAction = "audit.export";
    const int LongestTail = 1000;

    // Far below the 4 MiB that gRPC clients take unless told otherwise.
    const int PieceCharacters = 256 * 1024;

    public override async Task<Wire.AuditEvent> GetAuditEvent(Wire.GetAuditEventRequest request, ServerCallContext context)
        => (await queries.GetAsync(AuditMapping.Sequence(request.Name, "name"), context.CancellationToken)).ToWire();

    public override async Task<Wire.ListAuditEventsResponse> ListAuditEvents(Wire.ListAuditEventsRequest request, ServerCallContext context)
    {
        var size = new ListFields(request).PageSize;
        var filter = AuditQueries.ParseFilter(request.Filter);
        var newestFirst = AuditQueries.IsNewestFirst(request.OrderBy);
        var caller = RpcGate.CallerOf(context).Name;
        var plain = new Wire.ListAuditEventsRequest { Filter = request.Filter, OrderBy = request.OrderBy };
        var after = Position(tokens.Read(request.PageToken, plain, caller));

        var page = await queries.ListAsync(filter, newestFirst, after, size, context.CancellationToken);
        return new()
        {
            AuditEvents = { page.Records.Select(r => r.ToWire()) },
            NextPageToken = page.Next is { } next ? tokens.Next(plain, caller, Text(next)) : "",
        };
    }

    public override async Task WatchAuditEvents(
        Wire.WatchAuditEventsRequest request, IServerStreamWriter<Wire.WatchAuditEventsResponse> responseStream, ServerCallContext context)
    {
        CheckTail(request);
        var filter = AuditQueries.ParseFilter(request.Filter);
        var caller = RpcGate.CallerOf(context).Name;
        var plain = new Wire.WatchAuditEventsRequest { Filter = request.Filter };
        var after = Position(tokens.ReadResume(request.ResumeToken, plain, caller));

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await foreach (var sighting in queries.WatchAsync(filter, after, request.Tail, ends.Token))
            {
                await responseStream.WriteAsync(
                    new() { AuditEvent = sighting.Record?.ToWire(), ResumeToken = tokens.Next(plain, caller, Text(sighting.Position)) }, ends.Token);
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The stream ends, and the caller goes on at another replica with the last resume token.
        }
    }

    public override async Task ExportAuditEvents(
        Wire.ExportAuditEventsRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var format = FormatOf(request.Format);
        var filter = AuditQueries.ParseFilter(request.Filter);

        await audit.ActedAsync(context, ExportAction, new Dictionary<string, string> { ["filter"] = request.Filter, ["format"] = $"{format}" });
        var piece = new StringBuilder(AuditExport.Header(format));
        await foreach (var records in queries.ReadAsync(filter, context.CancellationToken))
        {
            foreach (var record in records)
            {
                piece.Append(AuditExport.Line(record, format));
                if (piece.Length > PieceCharacters)
                {
                    await SendAsync(piece, format, responseStream, context);
                }
            }
        }

        await SendAsync(piece, format, responseStream, context);
    }

    public override async Task<Wire.VerifyAuditLogResponse> VerifyAuditLog(Wire.VerifyAuditLogRequest request, ServerCallContext context)
        => (await trail.VerifyAsync(AuditMapping.Anchor(request.Anchor), context.CancellationToken)).ToWire();

    static async Task SendAsync(
        StringBuilder piece, Wire.ExportAuditEventsRequest.Types.Format format, IServerStreamWriter<HttpBody> stream, ServerCallContext context)
    {
        if (piece.Length == 0)
        {
            return;
        }

        // JSON transcoding ends every message of a stream with a line feed: the last one of the piece would be doubled.
        var isGrpc = context.GetHttpContext().Request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) is true;
        var text = isGrpc ? piece.ToString() : piece.ToString(0, piece.Length - 1);
        piece.Clear();
        await stream.WriteAsync(new() { ContentType = AuditExport.ContentType(format), Data = ByteString.CopyFromUtf8(text) }, context.CancellationToken);
    }

    static Wire.ExportAuditEventsRequest.Types.Format FormatOf(Wire.ExportAuditEventsRequest.Types.Format wanted) => wanted switch
    {
        Wire.ExportAuditEventsRequest.Types.Format.Unspecified => Wire.ExportAuditEventsRequest.Types.Format.JsonLines,
        Wire.ExportAuditEventsRequest.Types.Format.JsonLines or Wire.ExportAuditEventsRequest.Types.Format.Csv => wanted,
        _ => throw ApiErrors.RequestInvalid(new Violation("format", $"There is no format {(int)wanted}.")),
    };

    static void CheckTail(Wire.WatchAuditEventsRequest request)
    {
        if (request.Tail is < 0 or > LongestTail || (request.Tail > 0 && request.ResumeToken is not ""))
        {
            throw ApiErrors.RequestInvalid(new Violation("tail", $"It is 0 to {LongestTail}, and 0 with a resume token."));
        }
    }

    static string Text(long position) => position.ToString(CultureInfo.InvariantCulture);

    // Only what we wrote ourselves comes here.
    static long? Position(string? text) => text is null ? null : long.Parse(text, CultureInfo.InvariantCulture);
}
