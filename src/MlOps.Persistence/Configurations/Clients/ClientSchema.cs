using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Configurations.Views;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Clients;

/// <summary>
/// The schema of the views for clients. A view that has the name of a table hides it from functions, too. So each such table has a second
/// view there, which functions write to and which has a name of its own.
/// </summary>
internal sealed class ClientSchema
{
    private readonly ModelBuilder _builder;
    private readonly string _name;

    // The names that SQL of old knows. An application may give its tables others later.
    private readonly Dictionary<Type, string> _tables = [];

    private ClientSchema(ModelBuilder builder, string name) => (_builder, _name) = (builder, name);

    private static string[] Writers => [MlOpsRoles.App, MlOpsRoles.Service];

    /// <summary>An application that puts its tables into a schema has one for clients beside it.</summary>
    public static ClientSchema Of(ModelBuilder builder) => new(builder, NameFor(builder.Model.GetDefaultSchema()));

    /// <summary>Names the schema for clients.</summary>
    /// <param name="schema">The schema of the tables; null if it is that of the search path.</param>
    public static string NameFor(string? schema) => $"{schema ?? "mlops"}_clients";

    /// <summary>Adds the view that functions write to.</summary>
    public void AddStored(Type entity)
    {
        _tables.Add(entity, _builder.Model.FindEntityType(entity)!.GetTableName()!);
        _builder.HasSqlView(StoredName(entity), names => new StoredRows(names, this, entity).Select, DashboardViews.Readers);
        _builder.HasSqlViewWriters(StoredName(entity), Writers);
    }

    /// <summary>Adds a view with the name of a table, and the function that stores what is inserted into it.</summary>
    public void AddClientView(Type entity, Func<ViewNames, string> query, Func<ViewNames, string> body)
    {
        var view = $"{_name}.{_tables[entity]}";
        _builder.HasSqlView(view, query, DashboardViews.Readers);
        LetInsert(view, $"mlops_store_{_tables[entity]}", body);
    }

    /// <summary>Lets a view take rows.</summary>
    public void LetInsert(string view, string function, Func<ViewNames, string> body)
    {
        _builder.HasSqlFunction(
            function, names => new SqlFunction("", $"RETURNS trigger LANGUAGE plpgsql AS $function$\n{body(names)}\n$function$"));
        _builder.HasSqlViewInsert(view, function, Writers);
    }

    public string StoredName(Type entity) => $"{_name}.stored_{_tables[entity]}";
}
