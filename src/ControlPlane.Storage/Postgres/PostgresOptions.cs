using System.ComponentModel.DataAnnotations;

namespace ControlPlane.Storage.Postgres;

/// <summary>How PostgreSQL is used: section <c>Storage:Postgres</c>. Replicas that share a database and a schema share the store.</summary>
public sealed class PostgresOptions : EngineOptions
{
    /// <summary>Where the database is, in Npgsql's words, such as <c>Host=db.example.com;Database=controlplane;Username=controlplane;SSL
    /// Mode=VerifyFull</c>. Needed with the engine <c>postgres</c>. Keep the password out of it: <see cref="PasswordFile"/>.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>A file whose first line is the password, read again for new connections when it was changed; none unless set.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>The Region whose IAM makes the password: an authentication token of RDS or Aurora, signed with this process's AWS
    /// credentials and renewed in time; none unless set.</summary>
    [RegularExpression("^[a-z]{2,}(-[a-z]+)+-[0-9]$")]
    public string? IamRegion { get; set; }

    /// <summary>The schema of our tables, made when it is not there; <c>controlplane</c> unless set.</summary>
    [Required]
    [RegularExpression("^[a-z_][a-z0-9_]{0,39}$", ErrorMessage = "Storage:Postgres:Schema has 1 to 40 characters of a-z, 0-9 and _ and does not begin with a digit.")]
    public string Schema { get; set; } = "controlplane";

    /// <summary>Whether a database on another machine may be used without a verified certificate. False unless set: then such a connection
    /// needs <c>SSL Mode=VerifyFull</c> or <c>VerifyCA</c>.</summary>
    public bool AllowUnverifiedServer { get; set; }

    /// <summary>How long the start waits for a database that does not answer yet; 0 to 10 minutes, 30 seconds unless set.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
