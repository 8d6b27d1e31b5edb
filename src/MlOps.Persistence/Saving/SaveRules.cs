using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.Conventions;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Saving;

/// <summary>What the model says about changes of one entity type before they are saved. Found once for each entity type.</summary>
internal sealed class SaveRules
{
    private const string CacheName = "MlOps:SaveRules";

    private readonly string? _tenant;
    private readonly List<string> _revisions;
    private readonly List<(string Name, ForeseenValueGenerator Value)> _foreseen;

    private SaveRules(IEntityType entityType)
    {
        _tenant = entityType.FindTenantProperty();
        _revisions = [.. entityType.GetProperties().Where(ModelRules.IsRevision).Select(property => property.Name)];
        _foreseen =
        [
            .. from property in entityType.GetProperties()
               where property.GetValueGeneratorFactory() is not null
               let generator = property.GetValueGeneratorFactory()!(property, entityType) as ForeseenValueGenerator
               where generator is not null
               select (property.Name, generator),
        ];
    }

    public static SaveRules Of(IEntityType entityType) =>
        entityType.GetOrAddRuntimeAnnotationValue(CacheName, static type => new SaveRules(type!), entityType);

    /// <exception cref="Domain.IllegalTransitionException">The row belongs to another tenant.</exception>
    public void Apply(EntityEntry entry, Guid tenantId)
    {
        if (_tenant is not null)
            ForeignRow.Refuse(entry.Metadata, entry.Entity, (Guid)entry.Property(_tenant).CurrentValue!, tenantId);

        foreach (var (name, value) in _foreseen)
            entry.Property(name).CurrentValue = value.Next(entry);

        if (entry.State != EntityState.Modified)
            return;

        foreach (var revision in _revisions.Select(entry.Property))
            revision.CurrentValue = (int)revision.OriginalValue! + 1;
    }
}
