using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Tests.Maintenance.Adoption;

/// <summary>What a team's context declares beside the library's.</summary>
internal interface ITeamModel
{
    static abstract void Apply(ModelBuilder modelBuilder);
}
