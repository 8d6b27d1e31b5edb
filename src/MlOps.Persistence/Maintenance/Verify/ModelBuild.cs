using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Postgres;
using MlOps.Postgres.Slices;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>
/// Builds the model in empty schemas, in a transaction that is rolled back, and reads what PostgreSQL made of it. So both sides of the
/// comparison are in its normal form.
/// </summary>
internal sealed class ModelBuild(MlOpsDbContext context)
{
    private const string CreatedConcurrently = "Npgsql:CreatedConcurrently";
    private const int StatementsAtOnce = 100;

    // No database has slices of then.
    private static readonly DateTimeOffset Unused = new(2097, 6, 15, 0, 0, 0, TimeSpan.Zero);

    // New tables would have rights that somebody made a default later, and functions might not be for all.
    private const string WithoutDefaultRights =
        """
        DO $rights$
        DECLARE
            entry record;
        BEGIN
            FOR entry IN SELECT DISTINCT CASE defaclobjtype WHEN 'f' THEN 'FUNCTIONS' ELSE 'TABLES' END AS objects,
                CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END AS grantee
                FROM pg_default_acl, aclexplode(defaclacl)
                WHERE defaclrole = (SELECT oid FROM pg_roles WHERE rolname = current_user) AND defaclnamespace = 0
                    AND defaclobjtype IN ('r', 'f') AND grantee <> defaclrole
            LOOP
                EXECUTE format('ALTER DEFAULT PRIVILEGES REVOKE ALL ON %s FROM %s', entry.objects, entry.grantee);
            END LOOP;
            ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC;
        END $rights$
        """;

    private readonly IModel _model = context.GetService<IDesignTimeModel>().Model;

    public async Task<ModelCatalogue> ReadAsync(CancellationToken cancellationToken)
    {
        var commands = WriteCommands();
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var connection = (NpgsqlConnection)context.Database.GetDbConnection();
            var names = await SchemaNames.ReadAsync(connection, ListSchemas(), cancellationToken).ConfigureAwait(false);
            // Nobody commits it.
            var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using var whenDone = transaction.ConfigureAwait(false);
            foreach (var schema in names.Scratch)
                await Catalogue.ExecuteAsync(connection, $"CREATE SCHEMA {schema}", cancellationToken).ConfigureAwait(false);

            // As public is for all.
            await Catalogue.ExecuteAsync(
                connection, $"GRANT USAGE ON SCHEMA {names.Scratch[0]} TO PUBLIC; {WithoutDefaultRights}", cancellationToken)
                .ConfigureAwait(false);
            await Catalogue.EnterAsync(connection, names.Scratch[0], cancellationToken).ConfigureAwait(false);
            foreach (var some in commands.Select(names.ToScratch).Chunk(StatementsAtOnce))
                await Catalogue.ExecuteAsync(connection, string.Join(";\n", some), cancellationToken).ConfigureAwait(false);

            var made = await MakeSlicesAsync(connection, names, cancellationToken).ConfigureAwait(false);
            var roles = ModelRoles.Of(_model);
            var rows = await Catalogue.ReadAsync(connection, names.Scratch, roles, cancellationToken).ConfigureAwait(false);
            return Describe(names, roles, [.. rows.Select(row => row.Rewrite(names.FromScratch))], made);
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private static ModelCatalogue Describe(
        SchemaNames names, ModelRoles roles, IReadOnlyList<CatalogueRow> rows, IReadOnlyList<SliceTemplate> made)
    {
        var partitions = made.Select(slice => slice.Partition).ToHashSet(StringComparer.Ordinal);
        var byPartition = rows.ToLookup(row => row.Kind == Kinds.Partition ? row.Name : row.Part);
        return new ModelCatalogue(
            names,
            roles,
            // What a role may beyond the model is no part of this, and the server knows it already.
            [.. rows.Where(row => row.Kind != Kinds.RoleRight && !partitions.Contains(row.Kind == Kinds.Partition ? row.Name : row.Part))],
            [.. made.Select(slice => slice with { Rows = [.. byPartition[slice.Partition]] })]);
    }

    // Rows that the model has are no part of its schema. What a migration would build concurrently is built at once.
    private List<string> WriteCommands()
    {
        var operations = context.GetService<IMigrationsModelDiffer>().GetDifferences(null, _model.GetRelationalModel())
            .Where(operation => operation is not (EnsureSchemaOperation or InsertDataOperation)).ToList();
        foreach (var index in operations.OfType<CreateIndexOperation>())
            index.RemoveAnnotation(CreatedConcurrently);

        return
        [
            .. context.GetService<IMigrationsSqlGenerator>().Generate(operations, _model)
                .Select(command => command.CommandText.TrimEnd().TrimEnd(';')),
        ];
    }

    private HashSet<string> ListSchemas() =>
    [
        .. _model.GetRelationalModel().Tables.Select(table => table.Schema)
            .Concat(_model.GetSqlViews().Keys.Select(view => SqlNames.Split(view).Schema)).OfType<string>(),
    ];

    private async Task<List<SliceTemplate>> MakeSlicesAsync(
        NpgsqlConnection connection, SchemaNames names, CancellationToken cancellationToken)
    {
        var made = new List<SliceTemplate>();
        foreach (var aggregate in SlicedAggregate.AllOf(context))
        {
            var slice = Slice.Containing(Unused, aggregate.Interval);
            var statements = aggregate.Tables.SelectMany(table => table.Create(slice))
                .Concat(aggregate.Tables.Select(table => table.Attach(slice))).Select(names.ToScratch);
            await Catalogue.ExecuteAsync(connection, string.Join(";\n", statements), cancellationToken).ConfigureAwait(false);
            foreach (var table in aggregate.Tables)
            {
                var (whole, partition) = (await NameAsync(table.Name).ConfigureAwait(false),
                    await NameAsync(table.Partition(slice.Suffix)).ConfigureAwait(false));
                made.Add(new SliceTemplate(aggregate, table == aggregate.Tables[0], whole, partition, slice, []));
            }
        }

        return made;

        // As the catalogue has it.
        async Task<string> NameAsync(string table)
        {
            var command = connection.CreateCommand();
            await using var whenDone = command.ConfigureAwait(false);
            command.CommandText =
                """
                SELECT CASE nspname WHEN current_schema() THEN quote_ident(relname) ELSE format('%I.%I', nspname, relname) END
                FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE c.oid = $1::regclass
                """;
            command.Parameters.Add(new NpgsqlParameter { Value = names.ToScratch(table) });
            return names.FromScratch((string)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!);
        }
    }
}
