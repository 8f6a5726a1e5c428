using System.ComponentModel.DataAnnotations;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Postgres;
using ControlPlane.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace ControlPlane.Storage;

/// <summary>Where state is kept: section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The engine: <c>sqlite</c> for one machine, which is the default, <c>postgres</c> or <c>dynamodb</c> for
    /// replicas.</summary>
    [Required]
    [AllowedValues("sqlite", "postgres", "dynamodb", ErrorMessage = "Storage:Engine is not an engine that this version has: write sqlite, postgres or dynamodb.")]
    public string Engine { get; set; } = "sqlite";

    /// <summary>How SQLite is used.</summary>
    [ValidateObjectMembers]
    public SqliteOptions Sqlite { get; set; } = new();

    /// <summary>How PostgreSQL is used.</summary>
    [ValidateObjectMembers]
    public PostgresOptions Postgres { get; set; } = new();

    /// <summary>How DynamoDB is used.</summary>
    [ValidateObjectMembers]
    public DynamoDbOptions DynamoDb { get; set; } = new();
}

/// <summary>Checks the section <c>Storage</c>.</summary>
[OptionsValidator]
public sealed partial class StorageOptionsValidator : IValidateOptions<StorageOptions>;
