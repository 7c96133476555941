namespace PSModelPruning.Tests;

/// <summary>
/// Sessions that hold a trained model, so that tests need not train one each. Tests of one class share theirs, one after another.
/// </summary>
internal static class TrainedSession
{
    private static readonly Lazy<ModuleSession> LazyIris = new(TrainIris),
        LazyIrisToPredict = new(TrainIris),
        LazyIrisToStore = new(TrainIris),
        LazyIrisToRead = new(TrainIris);

    private static ModuleSession TrainIris()
    {
        var session = new ModuleSession();
        session.Run(
            """
            $ErrorActionPreference = 'Stop'
            $data = Import-Dataset $iris -Target species -Seed 1
            $model = $data | Train-Model -Epochs 2 -Seed 1
            """,
            ("iris", ModuleSession.ExampleData("iris.csv"))
        );
        return session;
    }

    /// <summary><c>$iris</c> is the path of the iris data, <c>$data</c> the data set and <c>$model</c> a network trained on it.</summary>
    internal static ModuleSession Iris => LazyIris.Value;

    /// <summary>The same for the tests of model files: a session runs one pipeline at a time, and test classes run side by side.</summary>
    internal static ModuleSession IrisToStore => LazyIrisToStore.Value;

    /// <summary>The same for the tests of Get-ModelPrediction.</summary>
    internal static ModuleSession IrisToPredict => LazyIrisToPredict.Value;

    /// <summary>The same for the tests of what the cmdlets read.</summary>
    internal static ModuleSession IrisToRead => LazyIrisToRead.Value;
}
