using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MlOps.Postgres;

/// <summary>
/// The names that the features give to what they make. Choose them before the first migration: they are stored in the snapshot
/// of the model, and a later change is refused, since what exists in a database would keep its old name.
/// </summary>
public sealed record PostgresFeaturesOptions
{
    /// <summary>The annotation of the model that holds the options. Its name is the same for all contexts.</summary>
    internal const string AnnotationName = "PostgresFeatures";

    private static readonly ConcurrentDictionary<string, PostgresFeaturesOptions> Parsed = new(StringComparer.Ordinal);

    /// <summary>What the names of all other annotations begin with, in migrations and in the snapshot of the model.</summary>
    public string AnnotationPrefix { get; init; } = "PostgresFeatures:";

    /// <summary>The setting of a session or transaction that holds the id of its tenant.</summary>
    public string TenantSetting { get; init; } = "app.tenant_id";

    /// <summary>The policy that shows a session the rows of its tenant.</summary>
    public string TenantPolicy { get; init; } = "tenant_isolation";

    /// <summary>The policy by which materialized views are filled with the rows of all tenants.</summary>
    public string OwnerPolicy { get; init; } = "owner_reads";

    /// <summary>
    /// The function that names the tenant of a login bound by <see cref="TenantBuilderExtensions.HasTenantLogins"/>: null if the session
    /// has set another.
    /// </summary>
    public string BoundTenantFunction { get; init; } = "ef_bound_tenant";

    /// <summary>The function that refuses a session which has set no tenant.</summary>
    public string MissingTenantFunction { get; init; } = "ef_missing_tenant";

    /// <summary>The CHECK that holds the bounds of a partition.</summary>
    public string SliceCheck { get; init; } = "slice";

    /// <summary>The function behind <see cref="TriggerBuilderExtensions.HasUpdatedAtTrigger{TEntity}"/>.</summary>
    public string UpdatedAtFunction { get; init; } = "ef_set_updated_at";

    /// <summary>The trigger that calls <see cref="UpdatedAtFunction"/>.</summary>
    public string UpdatedAtTrigger { get; init; } = "set_updated_at";

    /// <summary>
    /// What the names of the functions behind <see cref="TriggerBuilderExtensions.HasLogin{TEntity, TTime}"/> and
    /// <see cref="TriggerBuilderExtensions.HasTimeOfChange{TEntity, TValue}"/> begin with. The names of the table and of its column follow.
    /// </summary>
    public string SetFunctionPrefix { get; init; } = "ef_set_";

    /// <summary>The advisory lock that one process at a time holds while it migrates: "EfPgMigr" as a number.</summary>
    [JsonIgnore]
    public long MigrationLockKey { get; init; } = 0x456650674d696772;

    /// <summary>
    /// Whether the names of primary keys are written in lower case. For a model whose other names are, since EF cannot name the keys
    /// of a TPT hierarchy: a name for one would be that of all (dotnet/efcore#23444).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasLowerCaseKeyNames { get; init; }

    internal PostgresAnnotations Annotations => PostgresAnnotations.WithPrefix(AnnotationPrefix);

    internal string ToAnnotation() => JsonSerializer.Serialize(this);

    internal static PostgresFeaturesOptions FromAnnotation(string text) =>
        Parsed.GetOrAdd(text, static text => JsonSerializer.Deserialize<PostgresFeaturesOptions>(text)!);
}
