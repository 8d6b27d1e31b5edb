using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class ChainLinkConfiguration : IEntityTypeConfiguration<ChainLink>
{
    public void Configure(EntityTypeBuilder<ChainLink> builder)
    {
        // Only the trigger writes it, as the owner.
        builder.GrantTo(MlOpsRoles.App, TableRights.Select);
        builder.GrantTo(MlOpsRoles.Reader, TableRights.Select);
        builder.GrantTo(MlOpsRoles.Service, TableRights.Select);
    }
}
