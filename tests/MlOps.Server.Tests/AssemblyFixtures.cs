using MlOps.Testing;

[assembly: AssemblyFixture(typeof(TestServer))]
