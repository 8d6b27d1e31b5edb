using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class ChainHeadConfiguration : IEntityTypeConfiguration<ChainHead>
{
    public void Configure(EntityTypeBuilder<ChainHead> builder)
    {
        // Only the trigger writes it, as the owner.
        builder.GrantTo(MlOpsRoles.App, TableRights.Select);
        builder.GrantTo(MlOpsRoles.Reader, TableRights.Select);
        builder.GrantTo(MlOpsRoles.Service, TableRights.Select);
    }
}
