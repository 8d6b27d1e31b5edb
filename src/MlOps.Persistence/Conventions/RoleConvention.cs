using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>
/// Declares the roles of MlOps, and grants them their rights on all tables of tenants and on all views without readers. A
/// materialized view has the rows of all tenants and no policy, so it gets no grant here.
/// </summary>
internal sealed class RoleConvention : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        // EF describes the table of the migration history by a separate model, which needs no roles.
        if (modelBuilder.Metadata.FindEntityType(typeof(HistoryRow)) is not null)
            return;

        // A model has one owner, and the application may have declared it.
        if (modelBuilder.Metadata.FindOwnerRole() is null)
            modelBuilder.HasSqlRole(MlOpsRoles.Owner, RoleScope.Owner);

        modelBuilder.HasSqlRole(MlOpsRoles.Service, RoleScope.AllTenants);
        modelBuilder.HasSqlRole(MlOpsRoles.App, RoleScope.Tenant);
        modelBuilder.HasSqlRole(MlOpsRoles.Reader, RoleScope.Tenant);

        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes()
            .Where(type => type.BaseType is null && !type.IsOwned() && type.FindTenantProperty() is not null))
        {
            GrantOn(entityType);
        }

        modelBuilder.GrantViewsTo(MlOpsRoles.App, MlOpsRoles.Reader, MlOpsRoles.Service);
    }

    private static void GrantOn(IConventionEntityType entityType)
    {
        entityType.Builder.GrantTo(
            MlOpsRoles.App, entityType.IsAppendOnly() ? TableRights.Select | TableRights.Insert : TableRights.All);
        entityType.Builder.GrantTo(MlOpsRoles.Reader, TableRights.Select);
        entityType.Builder.GrantTo(MlOpsRoles.Service, TableRights.All);
        if (entityType.FindSlicedBy() is not null)
            entityType.Builder.GrantPartitionsTo(MlOpsRoles.Service, TableRights.All);
    }
}
