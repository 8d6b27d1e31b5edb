using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MlOps.Postgres;

/// <summary>Names of the annotations that carry PostgreSQL's features from the model into migrations. All values are strings.</summary>
internal static class PostgresAnnotations
{
    public const string Prefix = "MlOps:";

    // On entity types.
    public const string SlicedBy = Prefix + "SlicedBy";
    public const string SliceInterval = Prefix + "SliceInterval";
    public const string SliceTime = Prefix + "SliceTime";
    public const string SlicedWith = Prefix + "SlicedWith";
    public const string TenantProperty = Prefix + "TenantProperty";

    // On tables.
    public const string Slice = Prefix + "Slice";
    public const string RowSecurity = Prefix + "RowSecurity";
    public const string ReadByOwner = Prefix + "ReadByOwner";
    public const string Trigger = Prefix + "Trigger:";
    public const string Grant = Prefix + "Grant:";
    public const string PartitionGrant = Prefix + "PartitionGrant:";

    // On the model.
    public const string Role = Prefix + "Role:";
    public const string Function = Prefix + "Function:";
    public const string View = Prefix + "View:";

    public static bool IsOurs(IAnnotation annotation) => annotation.Name.StartsWith(Prefix, StringComparison.Ordinal);
}
