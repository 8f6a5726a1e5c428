using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Storage.DynamoDb;

/// <summary>Makes the table or looks whether it can serve, and begins its state.</summary>
sealed partial class TableSetup(IAmazonDynamoDB client, DynamoDbOptions options, StateReader state, ILogger log)
{
    const string Product = "studio-control-plane";
    const long Schema = 1;

    /// <exception cref="Errors.RefusedException"><c>STORE_NOT_CONFIGURED</c>, <c>STORE_NOT_USABLE</c>, <c>STORE_NOT_OURS</c> or
    /// <c>STORE_NEWER</c>.</exception>
    public async Task RunAsync(CancellationToken ct)
    {
        var table = await FindAsync(ct) ?? (options.CreateTable ? await CreateAsync(ct) : throw DynamoDbFaults.NoTable(options.Table));
        while (table.TableStatus == TableStatus.CREATING || table.GlobalSecondaryIndexes is { } indexes && indexes.Any(i => i.IndexStatus == IndexStatus.CREATING))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, ct);
            table = await FindAsync(ct) ?? throw DynamoDbFaults.NoTable(options.Table);
        }

        if (TableShape.Findings(table) is { Count: > 0 } findings)
        {
            throw DynamoDbFaults.NotUsable(options.Table, findings);
        }

        await ProtectAsync(ct);
        await HintAsync(table, ct);
        await BeginAsync(ct);
    }

    async Task<TableDescription?> FindAsync(CancellationToken ct)
    {
        try
        {
            return (await client.DescribeTableAsync(new DescribeTableRequest { TableName = options.Table }, ct)).Table;
        }
        catch (ResourceNotFoundException)
        {
            // Not there is an answer.
            return null;
        }
    }

    async Task<TableDescription> CreateAsync(CancellationToken ct)
    {
        try
        {
            await client.CreateTableAsync(TableShape.Create(options.Table), ct);
            LogCreated(options.Table);
        }
        catch (ResourceInUseException)
        {
            // Another replica was first.
        }

        return await FindAsync(ct) ?? throw DynamoDbFaults.NoTable(options.Table);
    }

    // Only for tables that we may make: others are their owner's.
    async Task ProtectAsync(CancellationToken ct)
    {
        if (!options.CreateTable)
        {
            return;
        }

        try
        {
            if (!await ExpiresAsync(ct))
            {
                await client.UpdateTimeToLiveAsync(
                    new UpdateTimeToLiveRequest { TableName = options.Table, TimeToLiveSpecification = new() { AttributeName = Names.TimeToLive, Enabled = true } }, ct);
            }

            await client.UpdateContinuousBackupsAsync(
                new UpdateContinuousBackupsRequest { TableName = options.Table, PointInTimeRecoverySpecification = new() { PointInTimeRecoveryEnabled = true } }, ct);
        }
        catch (AmazonDynamoDBException e) when (!DynamoDbFaults.IsPassing(e))
        {
            // Another replica was first, or our role may not: the hints below tell what is missing.
            LogNotProtected(options.Table, e.ErrorCode);
        }
    }

    async Task<bool> ExpiresAsync(CancellationToken ct)
    {
        var answer = await client.DescribeTimeToLiveAsync(new DescribeTimeToLiveRequest { TableName = options.Table }, ct);
        return answer.TimeToLiveDescription is { AttributeName: Names.TimeToLive } found
            && (found.TimeToLiveStatus == TimeToLiveStatus.ENABLED || found.TimeToLiveStatus == TimeToLiveStatus.ENABLING);
    }

    // Nothing of it stops us: what expired is decided by our own clock, and backups are the operator's choice.
    async Task HintAsync(TableDescription table, CancellationToken ct)
    {
        try
        {
            if (!await ExpiresAsync(ct))
            {
                LogHint(options.Table, $"time to live is not on for the attribute '{Names.TimeToLive}', so used assertion ids stay for ever");
            }

            if (table.DeletionProtectionEnabled is not true)
            {
                LogHint(options.Table, "deletion protection is off");
            }

            var backups = await client.DescribeContinuousBackupsAsync(new DescribeContinuousBackupsRequest { TableName = options.Table }, ct);
            if (backups.ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus != PointInTimeRecoveryStatus.ENABLED)
            {
                LogHint(options.Table, "point-in-time recovery is off");
            }
        }
        catch (AmazonDynamoDBException e) when (!DynamoDbFaults.IsPassing(e))
        {
            LogHint(options.Table, $"its settings cannot be read ({e.ErrorCode})");
        }
    }

    async Task BeginAsync(CancellationToken ct)
    {
        if (await state.FindItemAsync(ct) is not { } item)
        {
            var others = await client.ScanAsync(new ScanRequest { TableName = options.Table, Limit = 1, ConsistentRead = true }, ct);
            if (others.Items is [var first] && first.Key() != KeySpace.State.Key())
            {
                throw DynamoDbFaults.NotOurs(options.Table);
            }

            await PutStateAsync(ct);
            item = await state.FindItemAsync(ct) ?? throw DynamoDbFaults.NotOurs(options.Table);
        }

        if (!item.TryGetValue(Names.Product, out var product) || product.S is not Product)
        {
            throw DynamoDbFaults.NotOurs(options.Table);
        }

        if (item.Number(Names.Schema) is > Schema and var version)
        {
            throw DynamoDbFaults.Newer(options.Table, version, Schema);
        }
    }

    async Task PutStateAsync(CancellationToken ct)
    {
        var item = new Dictionary<string, AttributeValue>(KeySpace.State)
        {
            [Names.Product] = new(Product),
            [Names.Schema] = ItemValues.Of(Schema),
            [Names.Revision] = ItemValues.Of(0),
            [Names.Floor] = ItemValues.Of(0),
            [Names.Changes] = ItemValues.Of(0),
        };
        try
        {
            await client.PutItemAsync(new PutItemRequest
            {
                TableName = options.Table,
                Item = item,
                ConditionExpression = "attribute_not_exists(#p)",
                ExpressionAttributeNames = new() { ["#p"] = Names.PartitionKey },
            }, ct);
        }
        catch (ConditionalCheckFailedException)
        {
            // Another replica was first.
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Made the table {Table}")]
    partial void LogCreated(string table);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not turn on time to live and point-in-time recovery of the table {Table}: {Code}")]
    partial void LogNotProtected(string table, string code);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The table {Table} should be looked at: {What}")]
    partial void LogHint(string table, string what);
}
