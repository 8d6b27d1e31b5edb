using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Migrations;
using MlOps.Persistence.Tenancy;

namespace MlOps.Persistence.Tests.Maintenance.Adoption;

/// <summary>A library with one migration more than the database has.</summary>
internal static class LaterLibrary
{
    public const string Last = "20990101000000_Last";

    /// <summary>Its context, on the connection of another one.</summary>
    public static MlOpsDbContext CreateBeside(MlOpsDbContext context)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseNpgsql(context.Database.GetDbConnection(), npgsql => npgsql.UseOwnHistory()
            .MigrationsAssembly(typeof(LaterLibrary).Assembly));
        builder.UseTenant(context.TenantId, TenantScope.Session);
        return new MlOpsDbContext(builder.Options);
    }

    [DbContext(typeof(MlOpsDbContext)), Migration("20261201175837_Initial")]
    internal sealed class SameInitial : Initial;

    // It leads to the model of the first one, so that what it adds is no part of the difference.
    [DbContext(typeof(MlOpsDbContext)), Migration(Last)]
    internal sealed class LastMigration : Initial
    {
        protected override void Up(MigrationBuilder migrationBuilder) =>
            migrationBuilder.CreateIndex("ix_last", "ml_models", "model_type");
    }
}
