using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace MlOps.Persistence.Conventions;

/// <summary>Adds the conventions of tenants, their roles and their slices to a model, before those that write its views.</summary>
internal sealed class TenantConventionPlugin : IConventionSetPlugin
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        conventionSet.ModelFinalizingConventions.InsertRange(0, [new TenantConvention(), new RoleConvention(), new SliceIdConvention()]);
        return conventionSet;
    }
}
