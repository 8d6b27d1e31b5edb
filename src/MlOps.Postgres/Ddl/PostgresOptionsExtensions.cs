using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MlOps.Postgres.Ddl;

/// <summary>Puts our services in the place of Npgsql's where migrations are compared and written.</summary>
internal static class PostgresOptionsExtensions
{
    public static void UsePostgresFeatures(this DbContextOptionsBuilder builder)
    {
        builder.ReplaceService<IRelationalAnnotationProvider, PostgresAnnotationProvider>();
        builder.ReplaceService<IMigrationsAnnotationProvider, PostgresMigrationsAnnotationProvider>();
        builder.ReplaceService<IMigrationsModelDiffer, PostgresModelDiffer>();
        builder.ReplaceService<IMigrationsSqlGenerator, PostgresSqlGenerator>();
        builder.ReplaceService<IHistoryRepository, PostgresHistoryRepository>();
    }
}
