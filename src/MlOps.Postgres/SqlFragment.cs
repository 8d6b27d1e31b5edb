namespace MlOps.Postgres;

/// <summary>A part of a statement that is no parameter: the name of a view, or an expression.</summary>
internal sealed record SqlFragment(string Sql)
{
    public override string ToString() => Sql;
}
