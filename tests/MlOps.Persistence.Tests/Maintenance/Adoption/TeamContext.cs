using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Adoption;

/// <summary>A derived context whose one migration makes its whole model.</summary>
internal sealed class TeamContext<TModel>(DbContextOptions<TeamContext<TModel>> options) : MlOpsDbContext(options)
    where TModel : ITeamModel
{
    public static TeamContext<TModel> Create(NpgsqlDataSource dataSource)
    {
        var builder = new DbContextOptionsBuilder<TeamContext<TModel>>();
        builder.UseMlOps(dataSource);
        builder.ReplaceService<IMigrationsAssembly, ModelMigrations>();
        return new TeamContext<TModel>(builder.Options);
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        TModel.Apply(modelBuilder);
    }
}
