using System.Text;
using System.Text.Json.Nodes;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Server.Tests.Deploy;
using ControlPlane.Storage.DynamoDb;
using Xunit;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>The table of deploy/cloudformation/dynamodb-table.yaml.</summary>
public sealed class DynamoDbTemplateTests(DynamoDbServer server) : IAsyncLifetime
{
    readonly DynamoDbWorld _world = new(server);

    static CancellationToken Ct => TestContext.Current.CancellationToken;

    static JsonObject Template => CloudFormationTemplate.Read("dynamodb-table").Properties("Table");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Store_opens_on_the_table_and_keeps_what_it_is_given()
    {
        using var client = _world.Client();
        await client.CreateTableAsync(RequestFrom(Template, _world.Table), Ct);

        var store = await _world.OpenAsync(Ct, change: o => o.CreateTable = false);
        await store.TryWriteAsync([new("teams/one", Encoding.UTF8.GetBytes("{}"))], Ct);

        Assert.Equal("{}", Encoding.UTF8.GetString((await store.FindAsync("teams/one", Ct))!.Value.Span));
    }

    [Fact]
    public void Table_is_the_one_that_the_control_plane_would_make()
    {
        var (wanted, found) = (TableShape.Create("t"), RequestFrom(Template, "t"));

        Assert.Equal(Text(wanted.AttributeDefinitions.Select(a => (a.AttributeName, a.AttributeType.Value))), Text(found.AttributeDefinitions.Select(a => (a.AttributeName, a.AttributeType.Value))));
        Assert.Equal(KeyOf(wanted.KeySchema), KeyOf(found.KeySchema));
        var (index, other) = (wanted.GlobalSecondaryIndexes.Single(), found.GlobalSecondaryIndexes.Single());
        Assert.Equal((index.IndexName, KeyOf(index.KeySchema), index.Projection.ProjectionType), (other.IndexName, KeyOf(other.KeySchema), other.Projection.ProjectionType));
        Assert.Equal(wanted.BillingMode, found.BillingMode);
    }

    [Fact]
    public void Table_survives_mistakes_and_expires_what_was_used()
    {
        Assert.Equal(("true", "true"), ((string?)Template["DeletionProtectionEnabled"], (string?)Template["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]));
        Assert.Equal(("ttl", "true"), ((string?)Template["TimeToLiveSpecification"]!["AttributeName"], (string?)Template["TimeToLiveSpecification"]!["Enabled"]));
        Assert.Equal(("KMS", "true"), ((string?)Template["SSESpecification"]!["SSEType"], (string?)Template["SSESpecification"]!["SSEEnabled"]));
    }

    static CreateTableRequest RequestFrom(JsonObject template, string table) => new()
    {
        TableName = table,
        BillingMode = (string)template["BillingMode"]!,
        AttributeDefinitions = [.. template["AttributeDefinitions"]!.AsArray().Select(a => new AttributeDefinition((string)a!["AttributeName"]!, (string)a["AttributeType"]!))],
        KeySchema = KeySchema(template),
        GlobalSecondaryIndexes =
        [
            .. template["GlobalSecondaryIndexes"]!.AsArray().Select(i => new GlobalSecondaryIndex
            {
                IndexName = (string)i!["IndexName"]!,
                KeySchema = KeySchema(i),
                Projection = new() { ProjectionType = (string)i["Projection"]!["ProjectionType"]! },
            }),
        ],
    };

    static List<KeySchemaElement> KeySchema(JsonNode node)
        => [.. node["KeySchema"]!.AsArray().Select(k => new KeySchemaElement((string)k!["AttributeName"]!, (string)k["KeyType"]!))];

    static string KeyOf(IEnumerable<KeySchemaElement> schema) => string.Join(", ", schema.Select(k => $"{k.AttributeName} {k.KeyType}"));

    static string Text(IEnumerable<(string Name, string Type)> attributes) => string.Join(", ", attributes.Order());
}
