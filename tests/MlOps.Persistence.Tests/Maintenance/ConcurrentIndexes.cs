using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Persistence.Tests.Maintenance;

/// <summary>What a migration says of an index that is to be built concurrently.</summary>
internal static class ConcurrentIndexes
{
    public static string Sql(
        MlOpsDbContext context, string table, string name, MigrationsSqlGenerationOptions options =
            MigrationsSqlGenerationOptions.Default) =>
        string.Concat(Statements(context, table, name, ["tenant_id", "source"], options));

    public static IEnumerable<string> Statements(
        MlOpsDbContext context,
        string table,
        string name,
        string[] columns,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default)
    {
        var index = new CreateIndexOperation { Table = table, Name = name, Columns = columns };
        index["Npgsql:CreatedConcurrently"] = true;
        var model = context.GetService<IDesignTimeModel>().Model;
        return context.GetService<IMigrationsSqlGenerator>().Generate([index], model, options).Select(command => command.CommandText);
    }
}
