Console.Error.WriteLine("host");
