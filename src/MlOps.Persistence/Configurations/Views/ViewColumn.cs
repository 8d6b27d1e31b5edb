using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Views;

/// <summary>Names the columns of views where a model gives those of the tables other names.</summary>
internal static class ViewColumn
{
    /// <summary>A column under the name that it has in the view, which is a contract with all that read it by SQL.</summary>
    public static string As(this SqlColumn column, string name) =>
        column.ToString().EndsWith($".{name}", StringComparison.Ordinal) ? column : $"{column} AS {name}";
}
