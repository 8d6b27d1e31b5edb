namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>The kinds of objects that are compared, as findings and the queries of the catalogue name them.</summary>
internal static class Kinds
{
    public const string Migration = "migration";
    public const string Schema = "schema";
    public const string Extension = "extension";
    public const string Role = "role";
    public const string RoleRight = "role right";
    public const string Login = "login";
    public const string Table = "table";
    public const string Partition = "partition";
    public const string Column = "column";
    public const string Function = "function";
    public const string Default = "default";
    public const string NotNull = "not null";
    public const string Index = "index";
    public const string Constraint = "constraint";
    public const string RowSecurity = "row security";
    public const string Policy = "policy";
    public const string Trigger = "trigger";
    public const string View = "view";
    public const string Grant = "grant";
    public const string Owner = "owner";
    public const string Storage = "storage";
    public const string Slice = "slice";

    // What others need comes before them.
    private static readonly string[] Order =
    [
        Migration, Schema, Extension, Role, RoleRight, Login, Table, Partition, Column, Function, Default, NotNull, Index, Constraint,
        RowSecurity, Policy, Trigger, View, Grant, Owner, Storage, Slice,
    ];

    /// <summary>The place of a kind among the others, for lists and for repairs.</summary>
    public static int RankOf(string kind) => Array.IndexOf(Order, kind);
}
