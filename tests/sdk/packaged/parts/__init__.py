from .greeting import Greeting as Greeting
