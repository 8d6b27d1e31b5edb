using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Conventions;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Auditing;

/// <summary>What the audit log has of the rows of one entity type. Found once for each entity type.</summary>
internal sealed class AuditRules
{
    private const string CacheName = "MlOps:AuditRules";

    private readonly IEntityType _entityType;

    private AuditRules(IEntityType entityType)
    {
        _entityType = entityType;
        Authors = [.. entityType.GetProperties().Where(ModelRules.IsAuthor)];
        Triggers = [.. entityType.GetProperties().Where(ModelRules.IsAudited)];
        var tenant = entityType.FindTenantProperty();
        Values =
        [
            .. entityType.GetProperties().Where(property => property.Name != tenant
                && property.GetBeforeSaveBehavior() != PropertySaveBehavior.Ignore
                && property.GetAfterSaveBehavior() != PropertySaveBehavior.Ignore
                && property.GetComputedColumnSql() is null
                && !property.IsRevision()),
        ];
    }

    /// <summary>The properties with the name of an author.</summary>
    public IReadOnlyList<IProperty> Authors { get; }

    /// <summary>Properties of which each change is audited, though not every change of the entity is.</summary>
    public IReadOnlyList<IProperty> Triggers { get; }

    /// <summary>The properties that an application sets.</summary>
    public IReadOnlyList<IProperty> Values { get; }

    /// <summary>Whether each change is audited.</summary>
    public bool AuditsAll => _entityType.IsAudited();

    public static AuditRules Of(IEntityType entityType) =>
        entityType.GetOrAddRuntimeAnnotationValue(CacheName, static type => new AuditRules(type!), entityType);

    public AuditEntry Describe(object row, AuditAction action, string actor, DateTimeOffset at, Json? before, Json? after) =>
        AuditEntry.Record(
            Cut(actor),
            action,
            Cut(_entityType.ClrType.Name),
            Cut(ForeignRow.DescribeId(_entityType, row)),
            at,
            before,
            after);

    private static string Cut(string name) => name.Length > AuditEntry.MaxNameLength ? name[..AuditEntry.MaxNameLength] : name;
}
