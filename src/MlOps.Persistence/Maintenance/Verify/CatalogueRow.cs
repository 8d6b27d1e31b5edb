namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>A part of a schema, in the words of the catalogue of PostgreSQL.</summary>
/// <param name="Kind">What it is: "index".</param>
/// <param name="Part">The table, view, function or schema that it belongs to, or that it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Definition">What it is like, in PostgreSQL's normal form.</param>
/// <param name="Create">The statements that make it where it is missing. Each is a transaction of its own.</param>
/// <param name="Replace">The statements that make it where it is otherwise.</param>
/// <param name="CanCreate">Whether these do no harm: no row is lost, and nobody waits for long.</param>
/// <param name="CanReplace">The same of the others.</param>
internal sealed record CatalogueRow(
    string Kind, string Part, string Name, string Definition, string[] Create, string[] Replace, bool CanCreate, bool CanReplace)
{
    public (string Kind, string Part, string Name) Key => (Kind, Part, Name);

    /// <summary>What the row is about, as a person reads it.</summary>
    public string Object => Kind switch
    {
        Kinds.Column or Kinds.NotNull or Kinds.Default => $"{Part}.{Name}",
        Kinds.Grant => $"{Name} on {Part}",
        Kinds.RoleRight => $"{Name} of {Part}",
        _ => Part == Name ? Name : $"{Name} of {Part}",
    };

    /// <summary>The row with another text in the place of each text.</summary>
    public CatalogueRow Rewrite(Func<string, string> rewrite) => this with
    {
        Part = rewrite(Part),
        Name = rewrite(Name),
        Definition = rewrite(Definition),
        Create = Array.ConvertAll(Create, text => rewrite(text)),
        Replace = Array.ConvertAll(Replace, text => rewrite(text)),
    };
}
