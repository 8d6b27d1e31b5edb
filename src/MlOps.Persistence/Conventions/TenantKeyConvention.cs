using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using MlOps.Domain;

namespace MlOps.Persistence.Conventions;

/// <summary>Makes (tenant_id, id) the key of every entity that does not configure another one.</summary>
internal sealed class TenantKeyConvention(ProviderConventionSetBuilderDependencies dependencies)
    : KeyDiscoveryConvention(dependencies)
{
    protected override void ProcessKeyProperties(IList<IConventionProperty> keyProperties, IConventionEntityType entityType)
    {
        base.ProcessKeyProperties(keyProperties, entityType);
        if (keyProperties is [{ Name: nameof(Entity.Id) }]
            && typeof(Entity).IsAssignableFrom(entityType.ClrType)
            && entityType.FindProperty(nameof(Entity.TenantId)) is { } tenantId)
        {
            keyProperties.Insert(0, tenantId);
        }
    }
}
