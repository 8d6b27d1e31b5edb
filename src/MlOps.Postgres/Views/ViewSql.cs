using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Roles;

namespace MlOps.Postgres.Views;

/// <summary>The statements that drop and create views, in the order that their dependencies ask for.</summary>
internal static class ViewSql
{
    private const string InsertTrigger = "store_row";

    /// <summary>Those that read others are dropped first.</summary>
    public static IEnumerable<string> Drop(IReadOnlyDictionary<string, ViewSpec> views, ISqlGenerationHelper sql) =>
        new ViewGraph(views).GetInOrder().Reverse().Select(view =>
            $"DROP {(view.Spec.IsMaterialized ? "MATERIALIZED VIEW" : "VIEW")} IF EXISTS {sql.DelimitQualified(view.Name)};");

    public static IEnumerable<string> Create(IReadOnlyDictionary<string, ViewSpec> views, ISqlGenerationHelper sql) =>
        new ViewGraph(views).GetInOrder().Select(view => Create(view.Name, view.Spec, sql));

    public static string NameIndex(string view) => $"ux_{SqlNames.Split(view).Name}";

    private static string Create(string name, ViewSpec view, ISqlGenerationHelper sql)
    {
        var delimited = sql.DelimitQualified(name);
        var create = view switch
        {
            { UniqueKey: { } key } => CreateMaterialized(delimited, sql.DelimitIdentifier(NameIndex(name)), key, view, sql),
            // The tenant's part of what its reader may not read as a whole: nothing of the reader's runs before the filter.
            { IsOfTenant: true } => $"CREATE VIEW {delimited} WITH (security_barrier = true) AS\n{view.Query};",
            _ => $"CREATE VIEW {delimited} WITH (security_invoker = true) AS\n{view.Query};",
        };
        if (view.Readers is [])
            return create;

        var usage = RoleSql.GrantUsage(SqlNames.Split(name).Schema, view.Readers, sql);
        var readers = string.Join(", ", view.Readers.Select(sql.DelimitIdentifier));
        return string.Join('\n', [create, .. usage, $"GRANT SELECT ON {delimited} TO {readers};", .. LetInsert(delimited, view, sql)]);
    }

    private static IEnumerable<string> LetInsert(string name, ViewSpec view, ISqlGenerationHelper sql)
    {
        if (view.InsertFunction is { } function)
            yield return $"CREATE TRIGGER {InsertTrigger} INSTEAD OF INSERT ON {name} FOR EACH ROW EXECUTE FUNCTION {function}();";

        // Whether a row can be changed is up to PostgreSQL, and to the rights on the table.
        if (view.Writers is { Length: > 0 } writers)
            yield return $"GRANT INSERT, UPDATE, DELETE ON {name} TO {string.Join(", ", writers.Select(sql.DelimitIdentifier))};";
    }

    private static string CreateMaterialized(string name, string index, string[] key, ViewSpec view, ISqlGenerationHelper sql)
    {
        var create =
            $"CREATE MATERIALIZED VIEW {name} AS\n{view.Query};\n" +
            $"CREATE UNIQUE INDEX {index} ON {name} ({string.Join(", ", key.Select(sql.DelimitIdentifier))});";
        return view.FilledBy is { } role ? $"{EnsureMembership(name, role, sql)}\n{create}" : create;
    }

    /// <summary>
    /// The view is filled with the rows that its owner may see, the user that creates it. From PostgreSQL 16 on, the creator of a role is
    /// no member of it. Superusers are members of all roles.
    /// </summary>
    private static string EnsureMembership(string view, string role, ISqlGenerationHelper sql)
    {
        var (name, text) = (sql.DelimitIdentifier(role), SqlNames.Literal(role));
        return
            $"""
            DO $owner$
            BEGIN
                IF NOT pg_has_role({text}, 'USAGE') THEN
                    GRANT {name} TO CURRENT_USER;
                END IF;
                IF NOT pg_has_role({text}, 'USAGE') THEN
                    RAISE insufficient_privilege;
                END IF;
            EXCEPTION WHEN insufficient_privilege THEN
                RAISE insufficient_privilege USING MESSAGE = format(
                    'Materialized view %s would be filled with no rows, since %I has not the rights of the role %I. Let an administrator run: GRANT %I TO %I',
                    {SqlNames.Literal(view)}, current_user, {text}, {text}, current_user);
            END $owner$;
            """;
    }
}
