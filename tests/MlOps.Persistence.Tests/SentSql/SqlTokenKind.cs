namespace MlOps.Persistence.Tests.SentSql;

internal enum SqlTokenKind
{
    Word,
    Quoted,
    Value,
    Sign,
}
