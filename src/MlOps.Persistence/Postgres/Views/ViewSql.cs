using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MlOps.Persistence.Postgres.Views;

/// <summary>The statements that drop and create views, in the order that their dependencies ask for.</summary>
internal static class ViewSql
{
    /// <summary>Those that read others are dropped first.</summary>
    public static IEnumerable<string> Drop(IAnnotatable database) =>
        InOrder(database).Reverse().Select(view =>
            $"DROP {(view.Spec.IsMaterialized ? "MATERIALIZED VIEW" : "VIEW")} IF EXISTS {view.Name};");

    public static IEnumerable<string> Create(IAnnotatable database) => InOrder(database).Select(view => Create(view.Name, view.Spec));

    private static string Create(string name, ViewSpec view)
    {
        var sql = view.UniqueKey is null
            ? $"CREATE VIEW {name} WITH (security_invoker = true) AS\n{view.Query};"
            : $"CREATE MATERIALIZED VIEW {name} AS\n{view.Query};\n" +
              $"CREATE UNIQUE INDEX ux_{name} ON {name} ({string.Join(", ", view.UniqueKey)});";
        return view.Readers is [] ? sql : $"{sql}\nGRANT SELECT ON {name} TO {string.Join(", ", view.Readers)};";
    }

    // A view comes after the views that it reads.
    private static IEnumerable<(string Name, ViewSpec Spec)> InOrder(IAnnotatable database)
    {
        var waiting = database.Named(PostgresAnnotations.View)
            .ToDictionary(view => view.Name, view => ViewSpec.Parse(view.Value), StringComparer.Ordinal);
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(view => !view.Value.Reads.Any(waiting.ContainsKey)).OrderBy(view => view.Key, StringComparer.Ordinal).ToList();
            if (ready.Count == 0)
                throw new InvalidOperationException($"The views {string.Join(", ", waiting.Keys.Order())} read each other in a circle.");

            foreach (var (name, spec) in ready)
            {
                waiting.Remove(name);
                yield return (name, spec);
            }
        }
    }
}
